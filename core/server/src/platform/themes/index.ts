import { Global, Module } from '@nestjs/common';
import { Themes } from './themes.js';

export { renderMail, type MailContent } from './mail.js';
export { titleAndBody } from './markdown.js';
export { localizedText, shopTexts, type Localized, type ShopTexts } from './shop-texts.js';
export type { Reader } from './templates.js';
export type { RenderedMail, Theme } from './theme.js';
export { shortHash, type Asset } from './theme-assets.js';
export { Themes } from './themes.js';
export { badTokens, tokenSheet } from './tokens.js';

@Global()
@Module({ providers: [Themes], exports: [Themes] })
export class ThemesModule {}
