/** One reason inside a 422. */
export interface FieldProblem {
  resource: string;
  code: string;
  field: string;
  message?: string;
  value?: string;
}

/** An answer that is an error, in GitHub's shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: FieldProblem[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    { errors, headers = {} }: { errors?: FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  /** The JSON that goes over the wire. */
  body(): unknown {
    return {
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

/** What does not exist, or may not be seen. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** What the token may see but not do. */
export function notAccessible(): ApiError {
  return new ApiError(403, 'Resource not accessible by integration');
}

/** A 422 with its reasons. */
export function invalid(...errors: FieldProblem[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors });
}
