/** Orders that a test has given; each holds for one request. */
export class Orders<Shape extends object> {
  private given: Shape;

  constructor(private readonly rest: Shape) {
    this.given = { ...rest };
  }

  give<Name extends keyof Shape>(name: Name, value: Shape[Name]): void {
    this.given[name] = value;
  }

  /** Reads the order and forgets it. */
  take<Name extends keyof Shape>(name: Name): Shape[Name] {
    const value = this.given[name];
    this.given[name] = this.rest[name];
    return value;
  }
}
