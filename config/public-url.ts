/** Whether a service can be reached there: its endpoints' paths follow this address. */
export function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/u.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === ""
  );
}
