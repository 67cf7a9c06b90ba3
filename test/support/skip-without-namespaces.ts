import { beforeEach, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    WITHOUT_NAMESPACES: string | undefined;
  }
}

beforeEach(({ skip }) => {
  const reason = inject('WITHOUT_NAMESPACES');
  skip(reason !== undefined, reason);
});
