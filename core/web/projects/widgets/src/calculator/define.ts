import { defineWidget } from '../platform/define-widget.js';
import base from '../styles/base.css' with { loader: 'text' };
import forms from '../styles/forms.css' with { loader: 'text' };
import { Calculator } from './calculator.js';
import styles from './calculator.css' with { loader: 'text' };
import summary from './summary.css' with { loader: 'text' };

export const define = (): Promise<void> => defineWidget('hw-calculator', Calculator, [base, forms, summary, styles]);
