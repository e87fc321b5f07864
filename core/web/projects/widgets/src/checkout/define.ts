import { defineWidget } from '../platform/define-widget.js';
import base from '../styles/base.css' with { loader: 'text' };
import forms from '../styles/forms.css' with { loader: 'text' };
import paying from '../styles/paying.css' with { loader: 'text' };
import { Checkout } from './checkout.js';
import styles from './checkout.css' with { loader: 'text' };

export const define = (): Promise<void> => defineWidget('hw-checkout', Checkout, [base, forms, paying, styles]);
