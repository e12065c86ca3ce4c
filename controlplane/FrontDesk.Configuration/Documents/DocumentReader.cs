using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Documents;

/// <summary>Reads documents: YAML or JSON in, resources and problems out. Reads no file itself.</summary>
public static class DocumentReader
{
    /// <summary>Characters that are read at once, all documents together.</summary>
    public const int MostCharacters = DocumentBounds.Characters;

    /// <summary>Reads all files as one configuration and tells all problems at once.</summary>
    /// <param name="files">The documents; a name may stand in one of them only.</param>
    /// <param name="variable">The value for `${NAME}`; null for "not set", which is a problem.</param>
    public static ReadResult Read(IReadOnlyList<SourceFile> files, Func<string, string?> variable)
    {
        var resources = new List<Resource>();
        var problems = new List<Problem>();
        var sources = new SourceMap();
        long characters = 0;
        foreach (var file in files)
        {
            var fileProblems = new ProblemList(file.Name);
            characters += file.Text.Length;
            if (characters > DocumentBounds.Characters)
            {
                fileProblems.Add(0, 0, $"The documents hold more than {DocumentBounds.Characters:N0} characters.", "Split them into several applies.");
            }
            else if (DocumentParser.Parse(file.Text, fileProblems) is { } root)
            {
                new ResourceBinder(fileProblems, variable, (resource, key, value) => Keep(resource, key, value, fileProblems)).ReadRoot(root);
            }

            problems.AddRange(fileProblems.Problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column));
        }

        resources.Sort(ResourceOrder.Instance);
        return new ReadResult(resources, problems, sources);

        void Keep(Resource resource, DocumentNode key, DocumentNode value, ProblemList fileProblems)
        {
            Add(resource, key, value, fileProblems);
            if (ServiceOfUrl.Extract(resource) is { } service)
            {
                var url = (value as MapNode)?.Find("to")?.Value ?? value;
                fileProblems.Resource = (Kind.Service, service.Name);
                Add(service, url, url, fileProblems);
            }
        }

        void Add(Resource resource, DocumentNode key, DocumentNode value, ProblemList fileProblems)
        {
            var kind = Sections.KindOf(resource);
            if (sources.TryAdd(kind, resource.Name, fileProblems.File, key, value, out var first))
            {
                resources.Add(resource);
            }
            else
            {
                fileProblems.Add(key, $"There are two {Sections.NameOf(Sections.FieldOf(kind))} named `{resource.Name}`; the first is at {first}.", "Rename one, or merge the two.");
            }
        }
    }
}
