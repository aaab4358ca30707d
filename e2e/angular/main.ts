/** Renders the page with Angular, without zones, compiled in the browser. */

import '@angular/compiler';
import { Component, createComponent, ErrorHandler, provideZonelessChangeDetection, signal } from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { createStage } from '../harness/mounted.js';
import { expose } from '../harness/play.js';
import { SCENE } from '../harness/scene.js';

const complaints: string[] = [];

class App {
  readonly scene = signal(SCENE);
  readonly targets = (): number[] => [this.scene().target].filter(Boolean);
  readonly items = (): string[] => [...this.scene().items];
}

// decorators are calls: so no compiler has to know them
Component({
  selector: 'fx-app',
  template: `@let it = scene();
    @if (it.main) {
      <main id="main">
        @if (it.hero) {
          <section id="hero">
            @if (it.before) {<p class="before">Before</p>}
            @for (target of targets(); track target) {
              <h1 id="target" [class]="it.className" [attr.title]="it.title" [style.color]="it.color">{{ it.text }}</h1>
            }
            @if (it.after) {<p class="after">After</p>}
          </section>
        }
        <p id="mixed">Hello @if (it.extra) {@if (it.plain) {{{ it.name }}} @else {<b>{{ it.name }}</b>}}, you have {{ it.items.length }} things</p>
        <p id="swap">@if (it.lone) {{{ it.name }}} @else {<b>{{ it.name }}</b>}</p>
        @if (it.badge) {<em id="badge">new</em>}
        @if (it.pair) {<i class="pair">one</i><i class="pair">two</i>}
        <ul>@for (item of items(); track item) {<li [id]="'item-' + item">Item {{ item }}</li>}</ul>
        <form id="form"><input id="free"><input id="bound" [value]="it.value"></form>
      </main>
    }`,
})(App);

const application = createApplication({
  providers: [
    provideZonelessChangeDetection(),
    { provide: ErrorHandler, useValue: { handleError: (error: unknown) => complaints.push(`${error}`) } },
  ],
});

expose(
  createStage(async (home, first) => {
    const { injector: environmentInjector } = await application;
    const hostElement = home.appendChild(document.createElement('fx-app'));
    const app = createComponent(App, { environmentInjector, hostElement });
    const show = (scene: typeof first): void => {
      app.instance.scene.set(scene);
      app.changeDetectorRef.detectChanges();
    };
    show(first);
    return {
      show,
      leave() {
        app.destroy();
        hostElement.remove();
      },
    };
  }, complaints),
);
