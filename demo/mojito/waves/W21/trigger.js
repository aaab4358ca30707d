function trigger(test) {
  if (window.matchMedia('(max-width: 700px)').matches) {
    Mojito.utils.waitForElement('.facts', test.activate);
  }
}
