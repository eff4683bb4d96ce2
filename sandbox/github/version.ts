/** The version of GitHub Enterprise Server that the host says it is. */
export const VERSION = "3.21.0";
