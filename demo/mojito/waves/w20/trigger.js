function trigger(test) {
  if (/^\/cart(\.html)?$/.test(window.location.pathname)) {
    Mojito.utils.waitUntil(
      function () {
        return document.querySelector('[data-order]');
      },
      test.activate,
      5000,
    );
  }
}
