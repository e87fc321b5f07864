/** The process's pino logger: `@Inject(HTTP_LOG) log: Logger`. */
export const HTTP_LOG = Symbol('HttpLog');
