function treatment(test) {
  test.options.js().relabel(test.options.labels.short);
}
