/** The same object with other methods; the remaining ones still find their private fields. */
export function replaced<T extends object>(object: T, methods: Partial<T>): T {
  return new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? (...args: unknown[]): unknown => Reflect.apply(value, target, args) : value;
    },
  });
}

/** @returns true each nth time */
export function every(nth: number): () => boolean {
  let count = 0;
  return () => (count += 1) % nth === 0;
}
