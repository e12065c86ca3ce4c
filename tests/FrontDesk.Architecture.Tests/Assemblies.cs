using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>What the compiled projects refer to, read from their metadata.</summary>
internal static class Assemblies
{
    /// <summary>All members of other assemblies that an assembly refers to, as `Namespace.Type.member`.</summary>
    public static IReadOnlyList<string> References(string project)
    {
        using var file = new PEReader(File.OpenRead(Repository.Assembly(project, Path.GetFileName(project))));
        var reader = file.GetMetadataReader();
        return
        [
            .. reader.MemberReferences
                .Select(reader.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => $"{TypeName(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}"),
        ];
    }

    private static string TypeName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }
}
