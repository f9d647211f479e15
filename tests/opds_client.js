// Opens catalogs as a reading app does: r2-opds-js reads them, and each link is followed.
//
// node opds_client.js PACKAGES ADDRESS… prints what it sees of each as JSON.
"use strict";
const { createRequire } = require("module");
const [packages, ...addresses] = process.argv.slice(2);
const load = createRequire(`${packages}/x.js`);
const of = (name, path) => load(`${name}/dist/es8-es2017/src/${path}`);

const { DOMParser } = load("@xmldom/xmldom");
const { XML } = of("r2-utils-js", "_utils/xml-js-mapper");
const { TaJsonDeserialize } = of("r2-lcp-js", "serializable");
const { OPDS } = of("r2-opds-js", "opds/opds1/opds");
const { OPDSFeed } = of("r2-opds-js", "opds/opds2/opds2");
const { convertOpds1ToOpds2 } = of("r2-opds-js", "opds/converter");
of("r2-opds-js", "opds/init-globals").initGlobalConverters_OPDS();
of("r2-opds-js", "opds/init-globals").initGlobalConverters_GENERIC();
of("r2-shared-js", "init-globals").initGlobalConverters_SHARED();

const opened = (text) =>
  text.startsWith("{")
    ? TaJsonDeserialize(JSON.parse(text), OPDSFeed)
    : convertOpds1ToOpds2(
        XML.deserialize(new DOMParser().parseFromString(text, "application/xml"), OPDS),
      );

async function followed(link, address) {
  const href = new URL(link.Href, address).href;
  const answer = await fetch(href);
  const size = (await answer.arrayBuffer()).byteLength;
  return { rel: link.Rel, href, type: link.TypeLink, title: link.Title, status: answer.status, size };
}

async function seen(address) {
  const feed = opened(await (await fetch(address)).text());
  const follow = (links) => Promise.all((links || []).map((link) => followed(link, address)));
  const names = (people) => (people || []).map((person) => person.Name);
  const publications = feed.Publications.map(async ({ Metadata: facts, Links, Images }) => ({
    title: facts.Title,
    languages: facts.Language,
    identifier: facts.Identifier,
    authors: names(facts.Author),
    translators: names(facts.Translator),
    subjects: names(facts.Subject),
    accessibility: facts.Accessibility || null,
    links: await follow(Links),
    images: await follow(Images),
  }));
  return { title: feed.Metadata.Title, publications: await Promise.all(publications) };
}

Promise.all(addresses.map(seen)).then((all) => console.log(JSON.stringify(all)));
