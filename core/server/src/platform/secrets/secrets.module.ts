import { Global, Module } from '@nestjs/common';
import { Redactor } from './redactor.js';
import { SecretBox } from './secret-box.js';

@Global()
@Module({ providers: [SecretBox, Redactor], exports: [SecretBox, Redactor] })
export class SecretsModule {}
