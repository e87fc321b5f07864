import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { newId, SystemDb } from '../database/index.js';
import { Passwords } from './passwords.js';

export interface OperatorRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** The people who run the platform. They belong to no shop and see no shop's rows. */
@Injectable()
export class Operators {
  constructor(
    private readonly db: SystemDb,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  async create(wanted: { readonly email: string; readonly name: string; readonly password: string }): Promise<string> {
    const now = this.clock.now();
    const id = newId(now.getTime());
    await this.db.query('insert into operators (id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5)', [
      id,
      wanted.email.toLowerCase(),
      wanted.name,
      await this.passwords.hash(wanted.password),
      now,
    ]);
    return id;
  }

  async findByEmail(email: string): Promise<OperatorRow | undefined> {
    return (
      await this.db.query<OperatorRow>('select id, email, name, password_hash from operators where email = $1', [email])
    )[0];
  }

  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select id from operators where id = $1', [id])).length > 0;
  }
}
