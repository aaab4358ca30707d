function treatment(test) {
  var button = document.querySelector('[data-order]');
  button.insertAdjacentHTML(
    'afterend',
    '<p class="' + test.options.id + '-returns">Sixty days to return it, used or not.</p>',
  );
}
