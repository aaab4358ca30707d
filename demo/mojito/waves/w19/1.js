function treatment() {
  document.querySelector('[data-delivery]').textContent = 'On its way to you today.';
}
