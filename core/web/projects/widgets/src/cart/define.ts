import { defineWidget } from '../platform/define-widget.js';
import base from '../styles/base.css' with { loader: 'text' };
import forms from '../styles/forms.css' with { loader: 'text' };
import { Cart } from './cart.js';
import styles from './cart.css' with { loader: 'text' };

export const define = (): Promise<void> => defineWidget('hw-cart', Cart, [base, forms, styles]);
