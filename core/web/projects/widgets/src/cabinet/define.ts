import { defineWidget } from '../platform/define-widget.js';
import base from '../styles/base.css' with { loader: 'text' };
import forms from '../styles/forms.css' with { loader: 'text' };
import paying from '../styles/paying.css' with { loader: 'text' };
import { Cabinet } from './cabinet.js';
import styles from './cabinet.css' with { loader: 'text' };

export const define = (): Promise<void> => defineWidget('hw-cabinet', Cabinet, [base, forms, paying, styles]);
