CREATE TABLE users (
  id serial PRIMARY KEY, name text, email text, "emailVerified" timestamptz, image text, plan text DEFAULT 'gold'
);
CREATE TABLE accounts (
  id serial PRIMARY KEY, "userId" integer NOT NULL, type text NOT NULL, provider text NOT NULL, "providerAccountId" text NOT NULL,
  refresh_token text, access_token text, expires_at bigint, id_token text, scope text, session_state text, token_type text
);
CREATE TABLE sessions (id serial PRIMARY KEY, "userId" integer NOT NULL, expires timestamptz NOT NULL, "sessionToken" text NOT NULL);
CREATE TABLE verification_token (identifier text, expires timestamptz NOT NULL, token text, PRIMARY KEY (identifier, token));
