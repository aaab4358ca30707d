/** Renders the shop as Next does on its server; only its header lives in the browser. */

import { Header } from './header.jsx';

const GOODS = [
  ['fountain-pen', 'Fountain pen', '£40'],
  ['ink-bottle', 'Bottle of ink', '£12'],
  ['writing-pad', 'Writing pad', '£9'],
  ['blotter', 'Blotter', '£15'],
];

export default function Page() {
  return (
    <>
      <Header />
      <main>
        <section className="hero">
          <h1>Ink, and what to do with it</h1>
          <p>Pens that last longer than their owners.</p>
          <a href="/goods">See all goods</a>
          {/* biome-ignore lint/performance/noImgElement: as any page has it */}
          <img src="/pen.svg" alt="A pen" width="160" height="80" />
        </section>
        <section>
          <ul className="goods">
            {GOODS.map(([slug, name, price]) => (
              <li key={slug}>
                <a href={`/goods/${slug}`}>
                  <h3>{name}</h3>
                </a>
                <p>{price}</p>
              </li>
            ))}
          </ul>
        </section>
        <section className="reviews">
          <h2>Reviews</h2>
          <p>Writes like a dream.</p>
          <p>Arrived the next day.</p>
        </section>
      </main>
      <footer>Sent within two days.</footer>
    </>
  );
}
