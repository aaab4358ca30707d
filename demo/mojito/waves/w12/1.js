function treatment() {
  document.querySelector('.hero h1').textContent = 'The notebook you will still open in ten years.';
}
