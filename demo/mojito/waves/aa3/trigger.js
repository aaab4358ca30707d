function trigger(test) {
  test.activate();
}
