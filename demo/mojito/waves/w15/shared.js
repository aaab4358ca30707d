function shared() {
  return {
    relabel: function (text) {
      document.querySelector('.buy .button').textContent = text;
    },
  };
}
