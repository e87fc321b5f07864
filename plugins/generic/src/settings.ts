import type { LocalizedText, ProductSettings } from '@hostwright/sdk';

interface FieldHead {
  readonly id: string;
  readonly label: LocalizedText;
  /** What was chosen stays for the life of the service. */
  readonly fixed?: boolean;
}

export interface ChoiceField extends FieldHead {
  readonly kind: 'choice';
  readonly values: readonly { readonly value: string; readonly label: LocalizedText; readonly soldOut?: boolean }[];
}

export interface NumberField extends FieldHead {
  readonly kind: 'number';
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly included?: number;
}

export interface ToggleField extends FieldHead {
  readonly kind: 'toggle';
  /** It must be on: terms that have to be agreed to. */
  readonly required?: boolean;
}

export interface TextField extends FieldHead {
  readonly kind: 'text';
  readonly required?: boolean;
  readonly pattern?: string;
}

export type Field = ChoiceField | NumberField | ToggleField | TextField;

export type Delivery =
  | { readonly by: 'people'; readonly instructions?: string }
  | { readonly by: 'nobody' }
  | (AtProvider & { readonly by: 'installation'; readonly installationId: string })
  | (AtProvider & { readonly by: 'pool'; readonly poolId: string });

export interface AtProvider {
  readonly plan: string;
  readonly imageField?: string;
  readonly locationField?: string;
}

export interface GenericSettings {
  readonly fields: readonly Field[];
  readonly delivery: Delivery;
  /** Whether the buyer is asked for a host name; otherwise the shop names what he orders. */
  readonly asksHostname?: boolean;
}

/** The core has validated them against `product` in plugin.json before any method is called; of two fields of one name the first counts. */
export function genericSettings(settings: ProductSettings): GenericSettings {
  const { fields, ...others } = settings as unknown as GenericSettings;
  return { ...others, fields: fields.filter(({ id }, index) => fields.findIndex(field => field.id === id) === index) };
}
