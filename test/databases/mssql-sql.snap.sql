-- 0001-first-tables, 1
create table "next_auth_schema" ("version" bigint primary key, "applied_at" bigint not null, "checksum" nvarchar(max) not null) 

-- 0001-first-tables, 2
create table "users" ("id" nvarchar(191) collate Latin1_General_100_BIN2 primary key, "name" nvarchar(max), "email" nvarchar(191) collate Latin1_General_100_BIN2, "email_verified" bigint, "image" nvarchar(max), "created_at" bigint not null, "updated_at" bigint not null) 

-- 0001-first-tables, 3
create unique index "users_email_unique" on "users" ("email") where "email" is not null

-- 0001-first-tables, 4
create table "accounts" ("user_id" nvarchar(191) collate Latin1_General_100_BIN2 not null, "type" nvarchar(max) not null, "provider" nvarchar(191) collate Latin1_General_100_BIN2 not null, "provider_account_id" varbinary(767) not null, "issuer" nvarchar(max), "refresh_token" nvarchar(max), "access_token" nvarchar(max), "expires_at" bigint, "token_type" nvarchar(max), "scope" nvarchar(max), "id_token" nvarchar(max), "session_state" nvarchar(max), "created_at" bigint not null, "updated_at" bigint not null, constraint "accounts_key" primary key nonclustered ("provider", "provider_account_id"), constraint "accounts_user" foreign key ("user_id") references "users" ("id") on delete cascade) 

-- 0001-first-tables, 5
create index "accounts_user_id" on "accounts" ("user_id")

-- 0001-first-tables, 6
create table "sessions" ("session_token_hash" nvarchar(191) collate Latin1_General_100_BIN2 not null primary key, "user_id" nvarchar(191) collate Latin1_General_100_BIN2 not null, "expires" bigint not null, "sid" nvarchar(max), "provider" nvarchar(max), "amr" nvarchar(max), "auth_time" bigint, "created_at" bigint not null, constraint "sessions_user" foreign key ("user_id") references "users" ("id") on delete cascade) 

-- 0001-first-tables, 7
create index "sessions_user_id" on "sessions" ("user_id")

-- 0001-first-tables, 8
create index "sessions_expires" on "sessions" ("expires")

-- 0001-first-tables, 9
create table "verification_tokens" ("identifier" nvarchar(191) collate Latin1_General_100_BIN2 not null, "token_hash" nvarchar(191) collate Latin1_General_100_BIN2 not null primary key, "expires" bigint not null, "created_at" bigint not null) 

-- 0001-first-tables, 10
create index "verification_tokens_expires" on "verification_tokens" ("expires")

-- 0001-first-tables, 11
create table "rate_counters" ("key" nvarchar(191) collate Latin1_General_100_BIN2 not null primary key, "count" bigint not null, "resets" bigint not null) 

-- 0001-first-tables, 12
create index "rate_counters_resets" on "rate_counters" ("resets")

-- 0002-oauth1-tokens, 1
alter table "accounts" add "oauth_token" nvarchar(max)

-- 0002-oauth1-tokens, 2
alter table "accounts" add "oauth_token_secret" nvarchar(max)

-- script, the last line
insert into "next_auth_schema" ("version", "applied_at", "checksum") values (2, 1790000000123, '…')

-- lock
declare @taken int; exec @taken = sp_getapplock @Resource = 'next_auth_schema', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 60000; if @taken < 0 throw 51000, 'Another process has been migrating for a minute.', 1

-- objects
select t.name as name from sys.tables as t where t.schema_id = schema_id()
    union all select i.name as name from sys.indexes as i inner join sys.tables as t on t.object_id = i.object_id
    where t.schema_id = schema_id() and i.name is not null

-- tableColumns
select t.name as name, c.name as column_name from sys.columns as c inner join sys.tables as t on t.object_id = c.object_id
    where t.schema_id = schema_id()

-- insertUser (writes) @1=id @2=name @3=email @4=email_verified @5=image @6=created_at @7=updated_at
insert into "users" ("id", "name", "email", "email_verified", "image", "created_at", "updated_at") values (@1, @2, @3, @4, @5, @6, @7)

-- userById (reads) @1=id
select "id", "name", "email", "email_verified", "image" from "users" where "id" = @1

-- userByEmail (reads) @1=email
select "id", "name", "email", "email_verified", "image" from "users" where "email" = @1

-- userByAccount (reads) @1=provider @2=provider_account_id
select "users"."id", "users"."name", "users"."email", "users"."email_verified", "users"."image", "accounts"."provider", "accounts"."provider_account_id", "accounts"."issuer" from "accounts" inner join "users" on "users"."id" = "accounts"."user_id" where "accounts"."provider" = @1 and "accounts"."provider_account_id" = @2

-- deleteUser (writes) @1=id @2=id
delete top(1) from "users" output "deleted"."id" as "id", "deleted"."name" as "name", "deleted"."email" as "email", "deleted"."email_verified" as "email_verified", "deleted"."image" as "image" where ("id" = @1 and datalength("id") = datalength(@2))

-- insertAccount (writes) @1=user_id @2=type @3=provider @4=provider_account_id @5=issuer @6=refresh_token @7=access_token @8=expires_at @9=token_type @10=scope @11=id_token @12=session_state @13=created_at @14=updated_at @15=oauth_token @16=oauth_token_secret
insert into "accounts" ("user_id", "type", "provider", "provider_account_id", "issuer", "refresh_token", "access_token", "expires_at", "token_type", "scope", "id_token", "session_state", "created_at", "updated_at", "oauth_token", "oauth_token_secret") values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16)

-- deleteAccount (writes) @1=provider @2=provider @3=provider_account_id @4=provider_account_id
delete top(1) from "accounts" output "deleted"."user_id" as "user_id", "deleted"."type" as "type", "deleted"."provider" as "provider", "deleted"."provider_account_id" as "provider_account_id", "deleted"."issuer" as "issuer", "deleted"."refresh_token" as "refresh_token", "deleted"."access_token" as "access_token", "deleted"."expires_at" as "expires_at", "deleted"."token_type" as "token_type", "deleted"."scope" as "scope", "deleted"."id_token" as "id_token", "deleted"."session_state" as "session_state", "deleted"."oauth_token" as "oauth_token", "deleted"."oauth_token_secret" as "oauth_token_secret" where ("provider" = @1 and datalength("provider") = datalength(@2) and "provider_account_id" = @3 and datalength("provider_account_id") = datalength(@4))

-- insertSession (writes) @1=session_token_hash @2=user_id @3=expires @4=sid @5=provider @6=amr @7=auth_time @8=created_at
insert into "sessions" ("session_token_hash", "user_id", "expires", "sid", "provider", "amr", "auth_time", "created_at") values (@1, @2, @3, @4, @5, @6, @7, @8)

-- sessionAndUser (reads) @1=session_token_hash
select "sessions"."session_token_hash", "sessions"."user_id", "sessions"."expires", "sessions"."sid", "sessions"."provider", "sessions"."amr", "sessions"."auth_time", "sessions"."created_at", "users"."id", "users"."name", "users"."email", "users"."email_verified", "users"."image" from "sessions" inner join "users" on "users"."id" = "sessions"."user_id" where "sessions"."session_token_hash" = @1

-- deleteSession (writes) @1=session_token_hash @2=session_token_hash
delete top(1) from "sessions" output "deleted"."session_token_hash" as "session_token_hash", "deleted"."user_id" as "user_id", "deleted"."expires" as "expires", "deleted"."sid" as "sid", "deleted"."provider" as "provider", "deleted"."amr" as "amr", "deleted"."auth_time" as "auth_time", "deleted"."created_at" as "created_at" where ("session_token_hash" = @1 and datalength("session_token_hash") = datalength(@2))

-- insertToken (writes) @1=identifier @2=token_hash @3=expires @4=created_at
insert into "verification_tokens" ("identifier", "token_hash", "expires", "created_at") values (@1, @2, @3, @4)

-- takeToken (writes) @1=identifier @2=identifier @3=token_hash @4=token_hash
delete top(1) from "verification_tokens" output "deleted"."identifier" as "identifier", "deleted"."token_hash" as "token_hash", "deleted"."expires" as "expires" where ("identifier" = @1 and datalength("identifier") = datalength(@2) and "token_hash" = @3 and datalength("token_hash") = datalength(@4))

-- countAttempt (writes) @1=now @2=now @3=resets @4=key
update "rate_counters" set "count" = case when "resets" <= @1 then 1 else "count" + 1 end, "resets" = case when "resets" <= @2 then @3 else "resets" end output "inserted"."key" as "key", "inserted"."count" as "count", "inserted"."resets" as "resets" where "key" = @4

-- countAttempt, otherwise (writes) @1=key @2=resets
insert into "rate_counters" ("key", "count", "resets") output "inserted"."key" as "key", "inserted"."count" as "count", "inserted"."resets" as "resets" values (@1, 1, @2)

-- updateUser (writes) @1=name @2=email @3=email_verified @4=image @5=updated_at @6=id @7=id
update "users" set "name" = @1, "email" = @2, "email_verified" = @3, "image" = @4, "updated_at" = @5 output "inserted"."id" as "id", "inserted"."name" as "name", "inserted"."email" as "email", "inserted"."email_verified" as "email_verified", "inserted"."image" as "image" where ("id" = @6 and datalength("id") = datalength(@7))

-- updateUser, nothing (writes) @1=id @2=id @3=id
update "users" set "id" = @1 output "inserted"."id" as "id", "inserted"."name" as "name", "inserted"."email" as "email", "inserted"."email_verified" as "email_verified", "inserted"."image" as "image" where ("id" = @2 and datalength("id") = datalength(@3))

-- updateSession (writes) @1=expires @2=sid @3=provider @4=amr @5=auth_time @6=session_token_hash @7=session_token_hash
update "sessions" set "expires" = @1, "sid" = @2, "provider" = @3, "amr" = @4, "auth_time" = @5 output "inserted"."session_token_hash" as "session_token_hash", "inserted"."user_id" as "user_id", "inserted"."expires" as "expires", "inserted"."sid" as "sid", "inserted"."provider" as "provider", "inserted"."amr" as "amr", "inserted"."auth_time" as "auth_time", "inserted"."created_at" as "created_at" where ("session_token_hash" = @6 and datalength("session_token_hash") = datalength(@7))

-- updateSession, nothing (writes) @1=session_token_hash @2=session_token_hash @3=session_token_hash
update "sessions" set "session_token_hash" = @1 output "inserted"."session_token_hash" as "session_token_hash", "inserted"."user_id" as "user_id", "inserted"."expires" as "expires", "inserted"."sid" as "sid", "inserted"."provider" as "provider", "inserted"."amr" as "amr", "inserted"."auth_time" as "auth_time", "inserted"."created_at" as "created_at" where ("session_token_hash" = @2 and datalength("session_token_hash") = datalength(@3))

-- sweep 1 (writes) @1=before
delete top(1000) from "sessions" output "deleted"."expires" as "expires" where "expires" < @1

-- sweep 2 (writes) @1=before
delete top(1000) from "verification_tokens" output "deleted"."expires" as "expires" where "expires" < @1

-- sweep 3 (writes) @1=before
delete top(1000) from "rate_counters" output "deleted"."resets" as "resets" where "resets" < @1
