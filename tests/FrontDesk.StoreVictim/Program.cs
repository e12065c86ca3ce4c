// A process with an embedded store in it, for tests to kill. It says each value that was acknowledged, one line each, then `done`
// and waits for its end.
//
//   fill DIRECTORY MEMORY COUNT BYTES [checkpoint]    writes values key-0, key-1, …; with a checkpoint when half are written
//   rewrite DIRECTORY MEMORY COUNT BYTES ROUNDS       writes the same keys again and again, with a checkpoint every second
//   lease URL PASSWORD                                takes a lease in a Redis and writes under it, until it is lost
//   commit DIRECTORY                                  commits revisions, large ones among them, until it is killed
using FrontDesk.StoreVictim;

switch (args)
{
    case ["fill", var directory, var memory, var count, var bytes, .. var rest]:
        await Filling.RunAsync(directory, memory, int.Parse(count), int.Parse(bytes), rest is ["checkpoint"]);
        break;
    case ["rewrite", var directory, var memory, var count, var bytes, var rounds]:
        await Filling.RewriteAsync(directory, memory, int.Parse(count), int.Parse(bytes), int.Parse(rounds));
        break;
    case ["lease", var url, var password]:
        await Leasing.RunAsync(url, password);
        break;
    case ["commit", var directory]:
        await Committing.RunAsync(directory);
        break;
    default:
        return 1;
}

await Task.Delay(Timeout.Infinite);
return 0;
