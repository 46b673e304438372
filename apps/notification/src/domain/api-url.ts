/** Where the API is: what links in messages lead to as long as there are no pages. */
export const apiUrl = (publicUrl: string): string => `${publicUrl}/api/v1`
