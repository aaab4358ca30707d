function treatment(test) {
  test.options.js().relabel(test.options.labels.warm);
  // W19 is only about pages that speak in this tone
  Mojito.testObjects.w19.activate();
}
