using FrontDesk.Cli.Documents;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Documents;

/// <summary>Where documents and the files they name come from.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_folder_holds_its_documents_in_order_and_no_hidden_ones()
    {
        _shell.Write("desk/b.yaml", "b");
        _shell.Write("desk/a/z.YML", "z");
        _shell.Write("desk/c.json", "c");
        _shell.Write("desk/readme.md", "no");
        _shell.Write("desk/.hidden.yaml", "no");
        _shell.Write("desk/.git/x.yaml", "no");
        Assert.Equal(["desk/a/z.YML", "desk/b.yaml", "desk/c.json"], DocumentFiles.Read(_shell.Make(), ["desk"]).Select(file => file.Name));
    }

    [Fact]
    public void Files_stand_in_the_order_named_and_once()
    {
        _shell.Write("a.yaml", "");
        _shell.Write("b.yaml", "");
        Assert.Equal(["b.yaml", "a.yaml"], DocumentFiles.Read(_shell.Make(), ["b.yaml", "a.yaml", "b.yaml"]).Select(file => file.Name));
    }

    [Fact]
    public void Standard_input_is_a_document()
    {
        _shell.Input = "\ufeffservices: {}";
        var file = Assert.Single(DocumentFiles.Read(_shell.Make(), ["-"]));
        Assert.Equal(("-", "services: {}"), (file.Name, file.Text));
    }

    [Fact]
    public void A_folder_without_documents_is_an_error()
    {
        _shell.Write("desk/readme.md", "");
        Assert.Contains("holds no *.yaml", Assert.Throws<CommandFailure>(() => DocumentFiles.Read(_shell.Make(), ["desk"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_an_error_that_names_the_file()
    {
        File.WriteAllBytes(Path.Combine(_shell.Directory, "latin.yaml"), [(byte)'#', 0xe4]);
        Assert.Equal("'latin.yaml' cannot be read: it is not UTF-8 text", Assert.Throws<CommandFailure>(() => DocumentFiles.Read(_shell.Make(), ["latin.yaml"])).Message);
    }

    [Fact]
    public void Addresses_are_read_from_the_documents_folder_and_sent_with_those_that_stand_in_it()
    {
        _shell.Write("desk/lists/bad.txt", "# known\r\n203.0.113.0/24 ; one\r\n\n  2001:db8::1  # another\n");
        _shell.Write("desk/shop.yaml", "access: { world: { rules: [{ if: { ip: [192.0.2.1], ipFile: lists/bad.txt }, then: deny }], otherwise: allow } }");
        var desk = Desk.Read(_shell.Make(), ["desk"]);
        Assert.Empty(desk.Problems);
        var condition = Assert.Single(Assert.Single(desk.Resources).Access.Rules).If;
        Assert.Equal(["192.0.2.1", "203.0.113.0/24", "2001:db8::1"], condition.Ip);
        Assert.Equal("", condition.IpFile);
    }

    [Theory]
    [InlineData("none.txt", "The file 'none.txt' cannot be read: ")]
    [InlineData("empty.txt", "The file 'empty.txt' holds no address.")]
    [InlineData("huge.txt", "The file 'huge.txt' cannot be read: it is longer than 8,388,608 bytes.")]
    public void A_list_without_addresses_is_an_error_since_the_rule_would_hold_for_everybody(string file, string told)
    {
        _shell.Write("empty.txt", "# nothing yet\n\n");
        _shell.Write("huge.txt", new string('1', (8 * 1024 * 1024) + 1));
        _shell.Write("desk.yaml", $"access: {{ office: {{ rules: [{{ if: {{ ipFile: {file} }}, then: allow }}] }} }}");
        var problem = Assert.Single(Desk.Read(_shell.Make(), ["desk.yaml"]).Problems);
        Assert.Equal(("desk.yaml", "rules[0].if.ipFile", Config.V1.Severity.Error), (problem.File, problem.Field, problem.Severity));
        Assert.StartsWith(told, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_files_are_read_from_the_documents_folder_and_sent_as_a_pair()
    {
        _shell.Write("desk/tls/shop.crt", "CHAIN");
        _shell.Write("desk/tls/shop.key", "KEY");
        _shell.Write("desk/shop.yaml", "certificates: { shop: { names: [shop.example.com], certFile: tls/shop.crt, keyFile: tls/shop.key } }");
        var desk = Desk.Read(_shell.Make(), ["desk"]);
        Assert.Empty(desk.Problems);
        var certificate = Assert.Single(desk.Resources).Certificate;
        Assert.Equal(("CHAIN", "KEY", "", ""), (certificate.Pair.Chain.ToStringUtf8(), certificate.Pair.Key.ToStringUtf8(), certificate.CertFile, certificate.KeyFile));
    }

    [Theory]
    [InlineData("certFile: none.crt, keyFile: shop.key", "desk.yaml:1:67: error: certificate/shop certFile: The file 'none.crt' cannot be read: ")]
    [InlineData("certFile: shop.crt", "certificate/shop keyFile: certFile and keyFile belong together. Give keyFile too.")]
    [InlineData("keyFile: shop.key", "certificate/shop certFile: certFile and keyFile belong together. Give certFile too.")]
    [InlineData("certFile: big.crt, keyFile: shop.key", "it is longer than 65,536 bytes")]
    [InlineData("certFile: shop.crt, keyFile: shop.key, internal: {}", "not both")]
    public void A_certificate_file_that_cannot_be_used_is_told_with_its_place(string files, string message)
    {
        _shell.Write("shop.crt", "CHAIN");
        _shell.Write("shop.key", "KEY");
        _shell.Write("big.crt", new string('x', 70_000));
        _shell.Write("desk.yaml", $"certificates: {{ shop: {{ names: [shop.example.com],      {files} }} }}");
        var desk = Desk.Read(_shell.Make(), ["desk.yaml"]);
        Assert.True(desk.HasErrors);
        Assert.Contains(message, string.Join('\n', desk.Problems.Select(ProblemText.Of)), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_come_from_the_environment_and_unset_ones_are_errors()
    {
        _shell.Variables["BACKEND"] = "http://10.0.0.9:80";
        _shell.Write("desk.yaml", "services: { a: \"${BACKEND}\", b: \"${NOWHERE}\" }");
        var desk = Desk.Read(_shell.Make(), ["desk.yaml"]);
        Assert.Equal("http://10.0.0.9:80", desk.Resources[0].Service.Endpoints[0].Url);
        Assert.Contains("NOWHERE", Assert.Single(desk.Problems).Message, StringComparison.Ordinal);
    }
}
