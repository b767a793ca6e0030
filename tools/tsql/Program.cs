// Reads a JSON list of T-SQL texts, and writes a JSON list of what Microsoft's own parser has against each of them.
using System.Text.Json;
using Microsoft.SqlServer.TransactSql.ScriptDom;

var texts = JsonSerializer.Deserialize<string[]>(Console.In.ReadToEnd()) ?? [];
// The grammar of SQL Server 2016, the oldest that we promise; quoted names are names, as on our connections.
var parser = new TSql130Parser(initialQuotedIdentifiers: true);
var found = texts.Select(text =>
{
    parser.Parse(new StringReader(text), out var errors);
    return errors.Select(error => $"{error.Line}:{error.Column} {error.Message}").ToArray();
});
Console.Out.WriteLine(JsonSerializer.Serialize(found));
