/** The development server and the collector, for the command line. */

export { banner, type Paint } from './banner.js';
export { type BatchVerdict, type ReceivedEvent, readBatch } from './batch.js';
export { type Collector, type CollectorOptions, createCollector } from './collector.js';
export { type Dev, type DevOptions, startDev } from './dev.js';
export { documentOf, type Html, html } from './html.js';
export { type Listening, listen } from './listen.js';
export { describeTrigger, mayFire, previewLink } from './previews.js';
export { createSite, type Site, type SiteOptions } from './site.js';
export { styles } from './styles.js';
