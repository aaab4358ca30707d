/** What the shop sells: prices in pence, pictures by name. */

export const products = [
  {
    id: 'notebook',
    name: 'Fell notebook, A5',
    price: 1400,
    blurb: 'Sewn so that it lies flat from the first page, bound in cloth, with paper that takes a fountain pen.',
    pictures: [
      ['notebook', 'The notebook, closed: green cloth, a yellow band and a red ribbon'],
      ['notebook-open', 'The notebook, open and flat: ruled pages with handwriting'],
      ['notebook-corner', 'The corner of the binding, close: linen cloth and stitches'],
    ],
    specs: [
      ['Paper', '100 g, ivory, ruled 7 mm'],
      ['Pages', '192, thread-sewn, lies flat'],
      ['Cover', 'Linen cloth over board'],
      ['Size', '148 × 210 mm'],
    ],
  },
  {
    id: 'pen',
    name: 'Tarn brass pen',
    price: 3200,
    blurb: 'Turned from one bar of brass. It is heavy enough to steady a hand and grows darker with use.',
    pictures: [['pen', 'A ballpoint pen of brushed brass']],
    specs: [
      ['Body', 'Solid brass, unlacquered'],
      ['Refill', 'G2, any maker'],
      ['Weight', '38 g'],
    ],
  },
  {
    id: 'pencils',
    name: 'Drover pencils, six',
    price: 900,
    blurb: 'Six cedar pencils in six colours of lacquer, all with the same soft, dark lead.',
    pictures: [['pencils', 'Six pencils of different colours in a paper sleeve']],
    specs: [
      ['Wood', 'Incense cedar'],
      ['Lead', '2B'],
      ['Length', '176 mm'],
    ],
  },
  {
    id: 'pad',
    name: 'Beck reporter’s pad',
    price: 750,
    blurb: 'Opens upwards, stays open on a knee, and every page comes out clean.',
    pictures: [['pad', 'A reporter’s pad with a spiral at the top']],
    specs: [
      ['Paper', '80 g, white, ruled 8 mm'],
      ['Pages', '140, perforated'],
      ['Size', '125 × 200 mm'],
    ],
  },
  {
    id: 'tray',
    name: 'Ghyll oak pen tray',
    price: 2800,
    blurb: 'One piece of oak, hollowed and oiled. It keeps what you use within reach and the rest off the desk.',
    pictures: [['tray', 'An oak tray with pens and pencils']],
    specs: [
      ['Wood', 'European oak, oiled'],
      ['Size', '260 × 95 × 32 mm'],
    ],
  },
  {
    id: 'mat',
    name: 'Fold felt desk mat',
    price: 3600,
    blurb: 'Thick wool felt with a leather edge. It quietens a desk and is kind to wrists and cups.',
    pictures: [['mat', 'A grey felt mat with a sheet of paper and a pen on it']],
    specs: [
      ['Felt', 'Wool, 4 mm'],
      ['Edge', 'Vegetable-tanned leather'],
      ['Size', '640 × 320 mm'],
    ],
  },
  {
    id: 'ruler',
    name: 'Scar brass ruler',
    price: 1200,
    blurb: 'Fifteen centimetres, engraved and not printed, so that the marks outlast the owner.',
    pictures: [['ruler', 'A brass ruler with engraved marks']],
    specs: [
      ['Length', '15 cm'],
      ['Thickness', '2 mm'],
    ],
  },
  {
    id: 'letters',
    name: 'Post letter set',
    price: 1600,
    blurb: 'Thirty sheets and thirty envelopes with a gummed flap, for the letters that should be letters.',
    pictures: [['letters', 'A sheet of writing paper and a sealed envelope']],
    specs: [
      ['Paper', '120 g, laid'],
      ['In the box', '30 sheets A5, 30 envelopes C6'],
    ],
  },
];

/** The product of that id, or the first one. */
export const productOf = (id) => products.find((product) => product.id === id) ?? products[0];

/** Pence as a price: 1400 is £14.00. */
export const price = (pence) => `£${(pence / 100).toFixed(2)}`;
