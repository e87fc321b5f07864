/** How a bank writes its CSV. A column is told by its heading or, where it is a number, by its place from 1. */
export interface StatementSettings {
  readonly separator?: 'auto' | ';' | ',' | 'tab' | '|';
  readonly encoding?: 'auto' | 'utf-8' | 'windows-1251';
  readonly skipLines?: number;
  readonly dateColumn?: string;
  readonly dateFormat?: DateFormat;
  readonly amountColumn?: string;
  readonly directionColumn?: string;
  readonly creditColumn?: string;
  readonly debitColumn?: string;
  readonly decimalSign?: DecimalSign;
  readonly currencyColumn?: string;
  readonly currency?: string;
  readonly textColumn?: string;
  readonly payerColumn?: string;
  readonly idColumn?: string;
}

export type DateFormat = 'auto' | 'YYYY-MM-DD' | 'YYYYMMDD' | 'DD.MM.YYYY' | 'DD-MM-YYYY' | 'DD/MM/YYYY' | 'MM/DD/YYYY';
export type DecimalSign = 'auto' | 'comma' | 'point';

export interface BankTransferConfig {
  readonly beneficiary: string;
  readonly iban: string;
  readonly bic?: string;
  readonly bank?: string;
  readonly taxId?: string;
  readonly note?: Readonly<Record<string, string>>;
  readonly statement?: StatementSettings;
}
