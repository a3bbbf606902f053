/** Somebody with an account on GitHub. */
export interface Person {
  login: string;
  id: number;
}
