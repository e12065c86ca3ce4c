using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Documents;

/// <summary>Writes resources in their one canonical form, which reads back to the same resources.</summary>
public static class DocumentWriter
{
    /// <summary>A YAML document: sections in the order of kinds, names in ordinal order, defaults left out, shorthands where they fit.</summary>
    public static string Write(IEnumerable<Resource> resources) => YamlText.Write(DocumentTree.Of(resources));

    /// <summary>The same as JSON.</summary>
    public static string WriteJson(IEnumerable<Resource> resources) => JsonText.Write(DocumentTree.Of(resources));
}
