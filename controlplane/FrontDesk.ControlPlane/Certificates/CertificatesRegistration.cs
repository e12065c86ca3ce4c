namespace FrontDesk.ControlPlane.Certificates;

/// <summary>Registers what keeps sites' certificates.</summary>
internal static class CertificatesRegistration
{
    /// <summary>Adds certificates.</summary>
    public static void AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<PairIntake>().AddSingleton<InternalIssuing>();
        services.AddHostedService<IssuingLoop>();
        services.AddHostedService<UnusedSecrets>();
    }
}
