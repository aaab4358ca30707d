/** The head of the Pages Router: the tag, and which variants are in this HTML. */

import NextDocument, { Head, Html, Main, NextScript } from 'next/document';
import { fx } from '../fx.mjs';
import { Tag } from '../shell.jsx';

export default class Document extends NextDocument {
  static async getInitialProps(context) {
    const props = await NextDocument.getInitialProps(context);
    // A page that is built has no request.
    const visit = context.req && fx.visit(context.req);
    for (const id of Object.keys(visit?.decisions ?? {})) visit.variant(id);
    return { ...props, rendered: visit?.rendered };
  }

  render() {
    return (
      <Html lang="en" data-rendered={this.props.rendered} suppressHydrationWarning>
        <Head>
          <Tag />
        </Head>
        <body>
          <Main />
          <NextScript />
        </body>
      </Html>
    );
  }
}
