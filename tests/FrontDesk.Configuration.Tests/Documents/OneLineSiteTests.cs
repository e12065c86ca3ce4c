using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class OneLineSiteTests
{
    [Fact]
    public void A_route_whose_value_is_a_url_brings_its_own_service_and_is_its_own_host()
    {
        var read = DocumentReader.Read([new SourceFile("desk.yaml", "routes: { shop.example.com: http://10.0.0.11:9000 }")], _ => null);

        Assert.Empty(read.Problems);
        Assert.Collection(
            read.Resources,
            service => Assert.Equal("http://10.0.0.11:9000", service.Service.Endpoints.Single().Url),
            route =>
            {
                Assert.Equal(["shop.example.com"], route.Route.Hosts);
                Assert.Equal("shop.example.com", route.Route.To.Single().Service);
            });
        Assert.Equal("routes:\n  shop.example.com: http://10.0.0.11:9000\n", DocumentWriter.Write(read.Resources));
    }
}
