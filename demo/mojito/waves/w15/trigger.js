function trigger(test) {
  var path = window.location.pathname;
  if (path.indexOf('/product') !== 0) return;
  Mojito.utils.domReady(test.activate);
}
