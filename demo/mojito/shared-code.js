// Code of the shop that comes before its waves: who visitors are, who gets which recipe, and where exposures go.

Mojito.options.userId = Mojito.utils.getMojitoUserId();

// A visitor's numbers come from their id, so that they get the same recipe on every visit, cookies or not.
Mojito.options.decisionAdapter = function (test) {
  var options = test.options;
  var position = options.decisionIdx * 8;
  var digest = Mojito.utils.md5(Mojito.options.userId + options.id);
  var decision = parseInt(digest.slice(position, position + 8), 16) / 0xffffffff;
  // Who was in the canary release is not in the full one.
  var isSampling = options.decisionIdx === 0;
  return isSampling && options.excludeSampleRate && decision < options.excludeSampleRate ? 2 : decision;
};

window.dataLayer = window.dataLayer || [];

Mojito.options.storageAdapter = {
  onExposure: function (test) {
    window.dataLayer.push({
      event: 'test_exposure',
      test: { id: test.options.id, name: test.options.name, recipe: test.chosenRecipe.name },
      gaExperimentId: test.options.gaExperimentId,
    });
  },
  onRecipeFailure: function (test, error) {
    window.dataLayer.push({
      event: 'test_failure',
      test: { id: test.options.id, name: test.options.name, recipe: test.chosenRecipe.name || 'trigger' },
      error: error,
    });
  },
};
