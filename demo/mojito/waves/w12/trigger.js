function trigger(test) {
  // The home page, under both of its names
  if (document.location.pathname === '/' || document.location.pathname === '/index.html') {
    Mojito.utils.waitForElement('.hero h1', test.activate);
  }
}
