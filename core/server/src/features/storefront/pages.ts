import { localizedText } from '../../platform/themes/index.js';
import { legalText, pageFrame, type PageFacts, type Shopfront } from './page-frame.js';
import { coordinatesText, placeMap } from './place-map.js';
import { choicesOf, lowest, type PricedProduct } from './plan-view.js';
import { offers, organisation } from './structured-data.js';

/** The pages that are one widget each. */
export const WIDGET_PAGES = {
  '/cart': { widget: 'cart', heading: 'widget.cart' },
  '/checkout': { widget: 'checkout', heading: 'widget.checkout' },
  '/cabinet': { widget: 'cabinet', heading: 'widget.cabinet' },
  '/confirm-email': { widget: 'cabinet', heading: 'widget.confirmEmail', mode: 'confirm-email' },
  '/reset-password': { widget: 'cabinet', heading: 'widget.resetPassword', mode: 'reset-password' },
} as const;
export type WidgetPath = keyof typeof WIDGET_PAGES;

export function homePage(front: Shopfront, answers: readonly PricedProduct[]): string {
  const { tenant, texts, visitor } = front;
  const say = (text: Parameters<typeof localizedText>[0]): string => localizedText(text, visitor.locale);
  const tagline = say(texts.tagline);
  const places = texts.places.map(place => ({
    city: say(place.city),
    country: say(place.country),
    facility: say(place.facility),
    coordinates: coordinatesText(place.latitude, place.longitude),
  }));
  const placeIds = texts.places.map(place => place.id);
  const facts: PageFacts = {
    path: '/',
    title: tagline === '' ? tenant.name : `${tenant.name}: ${lowerFirst(tagline, visitor.locale)}`,
    structuredData: organisation(front),
    widget: 'calculator',
  };
  return render(front, 'home', facts, {
    lead: say(texts.lead),
    from: lowest(front.products.flatMap(product => product.plans)),
    map: placeMap(texts.places.map(place => ({ name: say(place.city), latitude: place.latitude, longitude: place.longitude }))),
    facts: texts.facts.map(fact => ({ value: say(fact.value), label: say(fact.label) })),
    features: texts.features.map(feature => ({ title: say(feature.title), text: say(feature.text) })),
    places,
    // Of what comes first, as its calculator is: the others have pages of their own.
    choices: answers.slice(0, 1).flatMap(answer => choicesOf(answer, placeIds)),
    questions: questionsOf(front),
    about: say(texts.about),
  });
}

export function productPage(front: Shopfront, slug: string, chosenPlan: string | undefined): string | undefined {
  const product = front.products.find(candidate => candidate.slug === slug);
  if (!product) return undefined;
  const facts: PageFacts = {
    path: product.href,
    title: `${product.name} — ${front.tenant.name}`,
    description: product.description,
    structuredData: offers(front, product),
    widget: 'calculator',
  };
  return render(front, 'product', facts, {
    product,
    chosenPlan: product.plans.find(plan => plan.code === chosenPlan)?.code,
    questions: questionsOf(front),
  });
}

export function legalPage(front: Shopfront, name: string): string | undefined {
  const text = legalText(front.texts, name, front.visitor.locale);
  if (!text) return undefined;
  const facts: PageFacts = { path: `/legal/${name}`, title: `${text.title} — ${front.tenant.name}` };
  return render(front, 'legal', facts, { heading: text.title, body: text.body });
}

export function widgetPage(front: Shopfront, path: WidgetPath): string {
  const page = WIDGET_PAGES[path];
  const heading = front.theme.wordsIn(front.visitor.locale).say(page.heading);
  const facts: PageFacts = { path, title: `${heading} — ${front.tenant.name}`, isHidden: true, widget: page.widget };
  return render(front, 'widget', facts, { heading, mode: 'mode' in page ? page.mode : undefined });
}

/** A refusal or a fault in the shop's own clothes. */
export function messagePage(front: Shopfront, kind: 'notFound' | 'error', status: number): string {
  const words = front.theme.wordsIn(front.visitor.locale);
  const heading = words.say(`${kind}.title`);
  return render(
    front,
    'message',
    { path: '/', title: `${heading} — ${front.tenant.name}`, isHidden: true },
    {
      status,
      heading,
      text: words.say(`${kind}.text`),
      action: { href: '/', label: words.say(`${kind}.action`) },
    },
  );
}

function render(front: Shopfront, template: string, facts: PageFacts, content: object): string {
  const reader = front.theme.readerOf(front.visitor.locale, front.tenant.timeZone);
  return front.theme.page(template, { ...pageFrame(front, facts), ...content }, reader);
}

function questionsOf({ texts, visitor }: Shopfront): readonly object[] {
  return texts.questions.map(entry => ({
    question: localizedText(entry.question, visitor.locale),
    answer: localizedText(entry.answer, visitor.locale),
  }));
}

/** After a colon a sentence goes on. */
const lowerFirst = (text: string, locale: string): string => text.slice(0, 1).toLocaleLowerCase(locale) + text.slice(1);
