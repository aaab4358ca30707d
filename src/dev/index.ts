/** Exports the development server: a folder of pages with tag, manifest and a live list of received events. */

export { banner, type Colours } from './banner.js';
export { mayFire, previewLink } from './previews.js';
export { createDevSite, type DevSite, type SiteOptions } from './site.js';
export { type Dev, type DevOptions, startDev } from './start.js';
export type { PublishedTarget } from './views.js';
