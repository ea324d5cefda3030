// `portcullis/callback`: the script of the page at the redirect URI; it exports nothing.

export {};
