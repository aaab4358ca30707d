/** Says what an id of an experiment or a holdout is made of. */

/** Lower-case words joined by hyphens, the first of which begins with a letter. */
export const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
