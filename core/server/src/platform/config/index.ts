import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConfigModule as NestConfig } from '@nestjs/config';
import type { Config } from './config.js';

export { ConfigProblem, keyId, projectRoot, readConfig, type Config } from './config.js';

export const CONFIG = Symbol('Config');

@Global()
@Module({})
export class ConfigModule {
  static for(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      imports: [NestConfig.forRoot({ ignoreEnvFile: true, isGlobal: true, load: [() => ({ hostwright: config })] })],
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
