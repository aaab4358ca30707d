function trigger() {
  // W15 activates this test
}
