// What the pages need beyond HTML: the colour scheme chosen by hand, and the number of things in the cart.
'use strict';

const SCHEME = 'hw-scheme';
const root = document.documentElement;

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be switched off in the browser; then a choice lasts for one page.
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

const chosen = remembered(SCHEME);
if (chosen === 'light' || chosen === 'dark') root.dataset.scheme = chosen;

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function showCount(count) {
  const badge = document.querySelector('[data-cart-count]');
  if (!badge) return;
  badge.hidden = !(count > 0);
  badge.textContent = String(count);
}

document.addEventListener('hw-cart-changed', event => {
  const count = Number(event.detail?.count ?? 0);
  remember('hw-cart-count', String(count));
  showCount(count);
});

document.addEventListener('DOMContentLoaded', () => {
  showCount(Number(remembered('hw-cart-count') ?? 0));

  const button = document.querySelector('[data-scheme-switch]');
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.scheme = isDark() ? 'light' : 'dark';
    remember(SCHEME, root.dataset.scheme);
  });

  // A menu closes when the reader turns elsewhere, as menus do.
  document.addEventListener('click', event => {
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector('details.menu[open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
});
