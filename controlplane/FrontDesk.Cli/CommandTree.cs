using System.CommandLine;
using System.CommandLine.Help;
using FrontDesk.Cli.Access;
using FrontDesk.Cli.ApiKeys;
using FrontDesk.Cli.Apply;
using FrontDesk.Cli.Audit;
using FrontDesk.Cli.Completion;
using FrontDesk.Cli.Delete;
using FrontDesk.Cli.Diff;
using FrontDesk.Cli.Explain;
using FrontDesk.Cli.Export;
using FrontDesk.Cli.Expose;
using FrontDesk.Cli.Get;
using FrontDesk.Cli.History;
using FrontDesk.Cli.JoinToken;
using FrontDesk.Cli.Limits;
using FrontDesk.Cli.Login;
using FrontDesk.Cli.Logs;
using FrontDesk.Cli.Nodes;
using FrontDesk.Cli.Rollback;
using FrontDesk.Cli.Show;
using FrontDesk.Cli.Status;
using FrontDesk.Cli.Store;
using FrontDesk.Cli.Sync;
using FrontDesk.Cli.Token;
using FrontDesk.Cli.Users;
using FrontDesk.Cli.Validate;
using FrontDesk.Cli.Version;

namespace FrontDesk.Cli;

/// <summary>All commands, in the order of the help: from a file to a fleet.</summary>
internal static class CommandTree
{
    /// <summary>Makes the tree. Without a command it shows the help.</summary>
    public static RootCommand Build(Shell shell)
    {
        var root = new RootCommand("Front Desk: one front door for your services. Configures and watches a fleet of edges through its control plane.")
        {
            new ValidateCommand(shell),
            new DiffCommand(shell),
            new ApplyCommand(shell),
            new SyncCommand(shell),
            new GetCommand(shell),
            new ExportCommand(shell),
            new DeleteCommand(shell),
            new HistoryCommand(shell),
            new ShowCommand(shell),
            new RollbackCommand(shell),
            new StatusCommand(shell),
            new NodesCommand(shell),
            new JoinTokenCommand(shell),
            new UsersCommand(shell),
            new ApiKeysCommand(shell),
            new ExplainCommand(shell),
            new AccessCommand(shell),
            new LogsCommand(shell),
            new LimitsCommand(shell),
            new ExposeCommand(shell),
            new LoginCommand(shell),
            new TokenCommand(shell),
            new AuditCommand(shell),
            new StoreCommand(shell),
            new CompletionCommand(shell),
            new VersionCommand(shell),
        };
        root.SetAction(parse => new HelpAction().Invoke(parse));
        return root;
    }
}
