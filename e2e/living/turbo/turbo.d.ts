/** Turbo is imported for what it does; its own types are another package. */

declare module '@hotwired/turbo';
