/** The Deno that tests start as another process. */

/** The environment variable that names another one: under an emulator this one's file cannot run by itself. */
export const DENO = "BSD_SOCKET_TEST_DENO";

/** Its executable. */
export const denoPath: string = Deno.env.get(DENO) ?? Deno.execPath();
